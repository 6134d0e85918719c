/**
 * What every scenario may ask of a place to test.
 */
@NullMarked
package dev.plimsoll.provisioning.target;

import org.jspecify.annotations.NullMarked;
