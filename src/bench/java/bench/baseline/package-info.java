/**
 * What Spring's simple broker does by itself, to compare with: the baseline of the
 * benchmark, outside the packages that the product scans.
 */
@NullMarked
package bench.baseline;

import org.jspecify.annotations.NullMarked;
