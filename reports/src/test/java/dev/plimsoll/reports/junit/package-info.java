@NullMarked
package dev.plimsoll.reports.junit;

import org.jspecify.annotations.NullMarked;
