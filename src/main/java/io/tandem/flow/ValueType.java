package io.tandem.flow;

/** The type column of the documents; NONE is their N/A: no conversion. */
public enum ValueType {
    STRING,
    INTEGER,
    FLOAT,
    DECIMAL,
    BOOLEAN,
    DATE,
    DATETIME,
    LIST,
    NONE
}
