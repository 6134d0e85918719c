/**
 * What is done to a target.
 */
@NullMarked
package dev.plimsoll.scenarios;

import org.jspecify.annotations.NullMarked;
