/**
 * Autoscaling: how it followed the load, what that cost the requests, and whether it did what its configuration says.
 */
@NullMarked
package dev.plimsoll.reports.verdict.autoscaling;

import org.jspecify.annotations.NullMarked;
