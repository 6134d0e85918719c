/**
 * The verdict as JUnit XML, for the CI systems that read it.
 */
@NullMarked
package dev.plimsoll.reports.junit;

import org.jspecify.annotations.NullMarked;
