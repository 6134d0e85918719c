@NullMarked
package dev.plimsoll.reports.verdict.canary;

import org.jspecify.annotations.NullMarked;
