/**
 * The scenario {@code coldStart}: single requests to a service without replicas, each proved cold and explained by its phases.
 */
@NullMarked
package dev.plimsoll.scenarios.coldstart;

import org.jspecify.annotations.NullMarked;
