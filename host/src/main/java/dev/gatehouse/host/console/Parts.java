package dev.gatehouse.host.console;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Verdict;
import j2html.tags.DomContent;
import j2html.tags.specialized.TableTag;
import java.util.List;

/// Pieces that several pages show alike.
final class Parts {
  private Parts() {}

  /// @param caption says what the table is, for those who only hear it
  static DomContent listing(String caption, List<String> columns, List<DomContent> rows) {
    return div(attrs(".scroll"), table(caption, columns, rows))
        .attr("tabindex", 0)
        .attr("role", "group")
        .attr("aria-label", caption);
  }

  static TableTag table(String caption, List<String> columns, List<DomContent> rows) {
    return j2html.TagCreator.table(
        caption(caption),
        thead(tr(each(columns, column -> th(column).attr("scope", "col")))),
        tbody(each(rows.stream())));
  }

  static DomContent row(DomContent... cells) {
    return tr(each(List.of(cells), cell -> td(cell)));
  }

  static DomContent verbatim(String name, String text) {
    return pre(code(text)).attr("tabindex", 0).attr("role", "group").attr("aria-label", name);
  }

  /// With a button that copies it, where scripts run.
  static DomContent copyable(String id, String text) {
    return span(
        attrs(".copyable"),
        code(text).withId(id),
        button("Copy").withType("button").withData("copy", id).isHidden());
  }

  static DomContent lock(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> badge("open", "Open");
      case Lock.Jwt _ -> badge("locked", "Token");
      case Lock.Iam _ -> badge("locked", "Signature");
      case Lock.LambdaAuthorizer _ -> badge("locked", "Authorizer function");
      case Lock.ClientSecret _ -> badge("locked", "Client secret");
    };
  }

  static String opensTo(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> "Anyone gets in.";
      case Lock.Jwt jwt ->
          jwt.scopes().isEmpty()
              ? "Any valid token of " + jwt.issuer() + "."
              : "A token with the scope " + String.join(" or ", jwt.scopes()) + ".";
      case Lock.Iam iam -> "A signature of a principal who is allowed " + iam.action() + ".";
      case Lock.LambdaAuthorizer authorizer -> "Whoever " + authorizer.functionArn() + " lets in.";
      case Lock.ClientSecret _ -> "An app client's id and secret.";
    };
  }

  /// How to come by that, in the words of the command line.
  static String howTo(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> "";
      case Lock.Jwt _ ->
          " `gatehouse token` fetches one; send it as Authorization: Bearer TOKEN. `gatehouse call`"
              + " does both.";
      case Lock.Iam _ ->
          " `gatehouse sign METHOD URL` prints a signed curl line; the AWS clients sign by"
              + " themselves with the lines of `gatehouse env`.";
      case Lock.LambdaAuthorizer _ -> " What it looks at is in its event, below.";
      case Lock.ClientSecret _ -> " Both are under User pools.";
    };
  }

  static DomContent verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed _ -> badge("allowed", "Allowed");
      case Verdict.Denied(var reason) ->
          badge("denied", "Denied: " + reason.getClass().getSimpleName());
    };
  }

  static DomContent badge(String kind, String words) {
    return span(words).withClasses("badge", kind);
  }
}
