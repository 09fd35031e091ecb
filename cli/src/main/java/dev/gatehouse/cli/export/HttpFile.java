package dev.gatehouse.cli.export;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cli.export.Access.Variable;
import dev.gatehouse.cli.export.ClientFiles.Editor;
import dev.gatehouse.cli.export.Walk.Call;
import dev.gatehouse.cli.export.Walk.Lock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A walk for HTTP clients that live in editors.
final class HttpFile {
  private final Walk walk;
  private final Access access;
  private final Editor editor;

  HttpFile(Walk walk, Access access, Editor editor) {
    this.walk = walk;
    this.access = access;
    this.editor = editor;
  }

  String write(boolean withSecrets) {
    var lines = new ArrayList<String>();
    lines.add("# " + walk.title() + ": a token, every route, then every lock without credentials.");
    for (Variable variable : access.variables(walk, withSecrets)) {
      boolean filledByAnswers =
          variable.name().equals("access_token") || walk.captures().contains(variable.name());
      if (!filledByAnswers) {
        lines.add("@%s = %s".formatted(variable.name(), encoded(variable)));
      }
    }
    if (walk.has(Lock.JWT) && access.client() != null) {
      token(lines);
    }
    walk.calls().forEach(call -> route(call, lines));
    for (Call call : walk.locked()) {
      head(call.routeKey() + " without credentials", call, lines);
      body(call, lines);
    }
    return String.join("\n", lines) + "\n";
  }

  /// It goes into a form as it is.
  private static String encoded(Variable variable) {
    return variable.name().equals("scope")
        ? URLEncoder.encode(variable.value(), StandardCharsets.UTF_8)
        : variable.value();
  }

  private void token(List<String> lines) {
    lines.addAll(List.of("", "### Generate access token", "# @name token"));
    if (editor == Editor.INTELLIJ) {
      lines.add("# @no-auto-encoding");
    }
    lines.add("POST {{token_url}}");
    lines.add("Content-Type: application/x-www-form-urlencoded");
    lines.add("");
    lines.add(
        "grant_type=client_credentials&client_id={{client_id}}&client_secret={{client_secret}}"
            + "&scope={{scope}}");
    stored("access_token", "token", "access_token", lines);
  }

  /// What an answer gives to the requests after it.
  private void stored(String variable, String request, String member, List<String> lines) {
    lines.add("");
    lines.add(
        switch (editor) {
          case VSCODE -> "@%s = {{%s.response.body.$.%s}}".formatted(variable, request, member);
          case INTELLIJ ->
              "> {%% client.global.set(\"%s\", response.body[\"%s\"]); %%}"
                  .formatted(variable, member);
        });
  }

  private void route(Call call, List<String> lines) {
    head(call.name(), call, lines);
    switch (call.lock()) {
      case NONE -> {}
      case JWT -> lines.add("Authorization: Bearer {{access_token}}");
      case IAM ->
          lines.add(
              editor == Editor.VSCODE
                  ? "Authorization: AWS {{aws_access_key_id}} {{aws_secret_access_key}}"
                      + " region:{{aws_region}} service:execute-api"
                  : "# This client cannot sign; `gatehouse call` and `gatehouse sign` can.");
      case FUNCTION -> {
        String header = requireNonNull(call.header());
        lines.add(header + ": {{" + Walk.variable(header) + "}}");
      }
    }
    body(call, lines);
    call.captures().forEach((variable, member) -> stored(variable, name(call), member, lines));
  }

  private static void head(String title, Call call, List<String> lines) {
    lines.add("");
    lines.add("### " + title);
    if (!call.captures().isEmpty() && !title.endsWith("without credentials")) {
      lines.add("# @name " + name(call));
    }
    lines.add(call.method() + " {{base_url}}" + call.path().replace("{", "{{").replace("}", "}}"));
  }

  private static void body(Call call, List<String> lines) {
    if (call.body() != null) {
      lines.add("Content-Type: application/json");
      lines.add("");
      lines.add(Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(call.body()));
    }
  }

  private static String name(Call call) {
    return call.routeKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }
}
