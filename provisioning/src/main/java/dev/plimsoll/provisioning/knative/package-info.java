/**
 * Knative's pod autoscaler as pure functions.
 */
@NullMarked
package dev.plimsoll.provisioning.knative;

import org.jspecify.annotations.NullMarked;
