/**
 * Knative's pod autoscaler as pure functions: what Knative Serving v0.48.1 (Knative 1.21) decides, with time passed in.
 *
 * <ul>
 *   <li>{@link dev.plimsoll.provisioning.knative.AutoscalerConfig} and
 *       {@link dev.plimsoll.provisioning.knative.RevisionAnnotations} read and validate configuration and resolve it to a
 *       {@link dev.plimsoll.provisioning.knative.KpaSpec};
 *   <li>{@link dev.plimsoll.provisioning.knative.Kpa} takes loads and answers desired scale, excess burst capacity and why;
 *   <li>{@link dev.plimsoll.provisioning.knative.ScaleToZero} turns that into replicas, the revision's activity and the
 *       activator's place; {@link dev.plimsoll.provisioning.knative.Activators} and
 *       {@link dev.plimsoll.provisioning.knative.Breaker} say how much passes;
 *   <li>{@link dev.plimsoll.provisioning.knative.KpaReplay} compares recorded decisions, and
 *       {@link dev.plimsoll.provisioning.knative.KpaExplain} puts them into words and tries other configurations.
 * </ul>
 *
 * <p>Paths in the comments are those of {@code knative.dev/serving} v0.48.1.
 */
@NullMarked
package dev.plimsoll.provisioning.knative;

import org.jspecify.annotations.NullMarked;
