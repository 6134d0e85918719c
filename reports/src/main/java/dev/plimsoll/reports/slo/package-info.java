/**
 * Objectives read from OpenSLO v1 documents.
 */
@NullMarked
package dev.plimsoll.reports.slo;

import org.jspecify.annotations.NullMarked;
