/**
 * The verdict as GitHub-flavoured Markdown, for the summary of a CI step.
 */
@NullMarked
package dev.plimsoll.reports.markdown;

import org.jspecify.annotations.NullMarked;
