/**
 * Cold starts: which trials were cold, where their time went, and what a setting changes.
 */
@NullMarked
package dev.plimsoll.reports.verdict.coldstart;

import org.jspecify.annotations.NullMarked;
