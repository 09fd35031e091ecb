package dev.gatehouse.cloudformation;

/// What checking a stack comes to.
public sealed interface PlanResult permits Plan, Faults {}
