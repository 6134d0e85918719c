/**
 * A place to test.
 */
@NullMarked
package dev.plimsoll.provisioning;

import org.jspecify.annotations.NullMarked;
