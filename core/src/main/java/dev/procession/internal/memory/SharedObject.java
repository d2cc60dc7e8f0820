package dev.procession.internal.memory;

/** An object of a domain as this process has it mapped. */
public record SharedObject(ObjectId id, SharedSegment segment) {}
