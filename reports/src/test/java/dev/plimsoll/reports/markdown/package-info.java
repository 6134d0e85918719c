@NullMarked
package dev.plimsoll.reports.markdown;

import org.jspecify.annotations.NullMarked;
