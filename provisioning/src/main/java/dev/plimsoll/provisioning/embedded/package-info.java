/**
 * A KServe data plane in a process of its own: the default target.
 */
@NullMarked
package dev.plimsoll.provisioning.embedded;

import org.jspecify.annotations.NullMarked;
