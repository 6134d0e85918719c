@NullMarked
package dev.plimsoll.reports.verdict.autoscaling;

import org.jspecify.annotations.NullMarked;
