package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.input;
import static j2html.TagCreator.li;
import static j2html.TagCreator.link;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.script;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import j2html.tags.DomContent;
import j2html.tags.specialized.FormTag;
import java.util.List;

/// What all pages share: head, navigation, and the forms that change something. Everything that is
/// written into a page is escaped.
final class Page {
  static final String ROOT = "/_gatehouse";

  /// No inline scripts and styles, nothing evaluated: the page's policy forbids them.
  private static final String HTMX =
      """
      {"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,\
      "selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true}\
      """;

  private record Place(String path, String name) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("", "Doors"),
          new Place("/walk", "Walk"),
          new Place("/visits", "Visits"),
          new Place("/pools", "User pools"),
          new Place("/apis", "APIs"),
          new Place("/functions", "Functions"),
          new Place("/tables", "Tables"));

  private Page() {}

  /// @param place the path of the navigation's entry, `/visits` say
  static HttpResponse of(
      String stack, Session session, String place, String title, DomContent... content) {
    return answer(
        200,
        document(
            html(
                    headOf(title + " · " + stack),
                    body(
                        a("Skip to the content").withHref("#content").withClass("skip"),
                        header(
                            a("Gatehouse").withHref(ROOT).withClass("brand"),
                            navigation(place),
                            div(
                                attrs(".tools"),
                                button("Dark or light")
                                    .withType("button")
                                    .withId("theme")
                                    .isHidden(),
                                form(session, "/leave", button("Leave")))),
                        main(h1(title), each(content)).withId("content")))
                .withLang("en")));
  }

  /// For those who are not let in.
  static HttpResponse shut(int status, String title, String... sentences) {
    return answer(
        status,
        document(
            html(
                    headOf(title),
                    body(
                        main(h1(title), each(List.of(sentences), sentence -> p(sentence)))
                            .withId("content")
                            .withClass("shut")))
                .withLang("en")));
  }

  /// Goes on by itself, as a request of the console's own: the browser then sends the new cookie.
  static HttpResponse entered() {
    return answer(
        200,
        document(
            html(
                    headOf("Gatehouse")
                        .with(meta().attr("http-equiv", "refresh").withContent("0; url=" + ROOT)),
                    body(main(p(a("To the doors").withHref(ROOT))).withId("content")))
                .withLang("en")));
  }

  static HttpResponse fragment(DomContent content) {
    return answer(200, content.render());
  }

  private static HttpResponse answer(int status, String html) {
    return new HttpResponse(
        status, HttpHeaders.of("Content-Type", "text/html; charset=utf-8"), Body.of(html));
  }

  private static j2html.tags.specialized.HeadTag headOf(String title) {
    return head(
        meta().withCharset("utf-8"),
        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
        meta().withName("color-scheme").withContent("light dark"),
        meta().withName("htmx-config").withContent(HTMX),
        title(title),
        link().withRel("icon").withHref(ROOT + "/assets/icon.svg"),
        link().withRel("stylesheet").withHref(ROOT + "/assets/console.css"),
        script().withSrc(ROOT + "/assets/htmx.js").isDefer(),
        script().withSrc(ROOT + "/assets/console.js"));
  }

  private static DomContent navigation(String place) {
    return nav(ul(
            each(
                PLACES,
                each ->
                    li(
                        a(each.name())
                            .withHref(ROOT + each.path())
                            .condAttr(each.path().equals(place), "aria-current", "page")))))
        .attr("aria-label", "Places");
  }

  /// A form that may change something: it carries the session's own token.
  static FormTag form(Session session, String path, DomContent... content) {
    return j2html.TagCreator.form(
            input().withType("hidden").withName("csrf").withValue(session.csrf().reveal()),
            each(content))
        .withMethod("post")
        .withAction(ROOT + path);
  }
}
