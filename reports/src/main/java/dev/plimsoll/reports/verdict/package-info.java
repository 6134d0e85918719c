/**
 * The judge and its verdict. Every judgement that a renderer shows is made here.
 */
@NullMarked
package dev.plimsoll.reports.verdict;

import org.jspecify.annotations.NullMarked;
