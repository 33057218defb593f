/** The transform step: lenses, conversions, the three-way merge and the baseline. Pure; the Camel step only carries. */
package io.tandem.transform;
