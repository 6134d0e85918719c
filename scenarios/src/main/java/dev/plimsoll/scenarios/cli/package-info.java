/**
 * The command line.
 */
@NullMarked
package dev.plimsoll.scenarios.cli;

import org.jspecify.annotations.NullMarked;
