package dev.gatehouse.iam;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The condition keys that requests here can have, each where AWS says that it is there
/// (reference_policies_condition-keys.html, reference_policies_iam-condition-keys.html). A policy
/// that looks at another one would wait for a value that never comes.
final class ConditionKeys {
  /// In lower case: names of keys compare ignoring case.
  private static final Set<String> SUPPLIED =
      Set.of(
          // of the principal
          "aws:principalarn",
          "aws:principalaccount",
          "aws:principaltype",
          "aws:principalisawsservice",
          "aws:principalservicename",
          "aws:userid",
          "aws:username",
          // of its session
          "aws:tokenissuetime",
          "aws:multifactorauthpresent",
          // of the request
          "aws:currenttime",
          "aws:epochtime",
          "aws:sourceip",
          "aws:securetransport",
          "aws:useragent",
          "aws:referer",
          "aws:requestedregion",
          "aws:viaawsservice",
          "aws:sourcearn",
          "aws:sourceaccount",
          "aws:tagkeys",
          // of the resource
          "aws:resourceaccount",
          // of one service
          "lambda:functionurlauthtype",
          "lambda:invokedviafunctionurl",
          "sts:externalid",
          "sts:rolesessionname",
          "sts:durationseconds",
          "sts:transitivetagkeys");

  private static final Set<String> TAGS = Set.of("aws:principaltag/", "aws:requesttag/");

  private ConditionKeys() {}

  static boolean supplied(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return SUPPLIED.contains(name)
        || TAGS.stream().anyMatch(tag -> name.startsWith(tag) && name.length() > tag.length());
  }

  /// For tests: all of them, tags by their prefix.
  static Stream<String> all() {
    return Stream.concat(SUPPLIED.stream(), TAGS.stream());
  }
}
