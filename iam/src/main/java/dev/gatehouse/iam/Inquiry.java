package dev.gatehouse.iam;

import dev.gatehouse.aws.Principal;

/// One question put to every statement.
///
/// @param bounded whether the principal has a permissions boundary: such a principal cannot be
///   exempted by `NotPrincipal` (reference_policies_elements_notprincipal.html)
record Inquiry(
    Principal principal, String action, String resource, RequestContext context, boolean bounded) {}
