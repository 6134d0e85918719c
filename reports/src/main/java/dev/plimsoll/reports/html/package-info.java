/**
 * The report: one HTML file that needs no network, no JavaScript and no explanation to be read. Renders what the record and the verdict say and judges nothing.
 */
@NullMarked
package dev.plimsoll.reports.html;

import org.jspecify.annotations.NullMarked;
