@NullMarked
package dev.plimsoll.reports.verdict;

import org.jspecify.annotations.NullMarked;
