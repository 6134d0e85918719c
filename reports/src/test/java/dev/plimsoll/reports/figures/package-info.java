@NullMarked
package dev.plimsoll.reports.figures;

import org.jspecify.annotations.NullMarked;
