/**
 * Reading YAML that people write: every value knows its place, all problems of a file are collected, and a misspelt key gets
 * a suggestion.
 *
 * <p>A reader asks a {@link dev.plimsoll.reports.source.YamlMap} for the keys it knows and then calls {@code finish()}; what
 * was never asked for is unknown. Methods return a placeholder after they noted a problem, so that reading can go on; nothing
 * may be built from what was read before {@link dev.plimsoll.reports.source.Problems#throwIfAny()}.
 */
@NullMarked
package dev.plimsoll.reports.source;

import org.jspecify.annotations.NullMarked;
