/**
 * What goes over the wire: KServe's V1 and V2 protocols, their messages, encoders and checks of answers.
 */
@NullMarked
package dev.plimsoll.provisioning.wire;

import org.jspecify.annotations.NullMarked;
