@NullMarked
package dev.plimsoll.reports.verdict.coldstart;

import org.jspecify.annotations.NullMarked;
