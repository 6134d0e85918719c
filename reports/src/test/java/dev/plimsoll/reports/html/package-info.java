@NullMarked
package dev.plimsoll.reports.html;

import org.jspecify.annotations.NullMarked;
