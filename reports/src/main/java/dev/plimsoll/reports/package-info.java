/**
 * What was learned: the run record, the judge and the renderers. Knows nothing of how the load was made.
 */
@NullMarked
package dev.plimsoll.reports;

import org.jspecify.annotations.NullMarked;
