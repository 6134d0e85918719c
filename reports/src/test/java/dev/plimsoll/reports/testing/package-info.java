/**
 * Runs made up for tests.
 */
@NullMarked
package dev.plimsoll.reports.testing;

import org.jspecify.annotations.NullMarked;
