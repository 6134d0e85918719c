/** The suite: what a user declares to be done to a target, read from YAML and validated before anything is started. */
@NullMarked
package dev.plimsoll.scenarios.suite;

import org.jspecify.annotations.NullMarked;
