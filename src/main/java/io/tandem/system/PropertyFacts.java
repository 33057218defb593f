package io.tandem.system;

/**
 * What a descriptor says of one property.
 *
 * @param name as flows write it
 * @param email compared without case and outer blanks (rules 2 and 4)
 * @param clearable whether an empty value can be written; a primary email cannot be cleared
 * @param inside whether it stands inside another value, an object or an array of objects
 */
public record PropertyFacts(String name, Access access, boolean email, boolean clearable, boolean inside) {

    /** One that stands in the record itself. */
    public PropertyFacts(String name, Access access, boolean email, boolean clearable) {
        this(name, access, email, clearable, false);
    }
}
