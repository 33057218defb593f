/**
 * How an API is described: {@code config/systems}, read and checked.
 *
 * <p>Uses {@code system}. Open {@link io.tandem.system.descriptor.DescriptorFile} first.
 */
package io.tandem.system.descriptor;
