package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.AssetLocator.Asset;
import dev.gatehouse.cloudformation.AssetLocator.Packaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A folder that `cdk synth` wrote: `manifest.json` lists artifacts, among them stacks, asset
/// manifests and, for stages, nested assemblies.
final class CloudAssembly {
  private static final int DEEPEST = 8;
  private static final int MAX_MANIFEST_BYTES = 64 << 20;

  private final Path folder;
  private final JsonNode artifacts;

  private CloudAssembly(Path folder) {
    this.folder = folder;
    JsonNode manifest = json(folder.resolve("manifest.json"));
    if (!manifest.path("missing").isEmpty()) {
      throw new TemplateException(
          "manifest.json",
          "the assembly lacks context values (%s): synthesize it with `cdk synth` once, with access to the account"
              .formatted(
                  OneLine.quote(manifest.path("missing").path(0).path("key").asString("?"))));
    }
    this.artifacts = manifest.path("artifacts");
  }

  static Assembly read(Path folder) {
    List<StackTemplate> stacks = new CloudAssembly(folder).stacks(0);
    if (stacks.isEmpty()) {
      throw new TemplateException("manifest.json", "the assembly has no stack");
    }
    return new Assembly(stacks);
  }

  private List<StackTemplate> stacks(int depth) {
    if (depth > DEEPEST) {
      throw new TemplateException("manifest.json", "assemblies are nested too deeply");
    }
    SequencedMap<String, Set<String>> dependencies = new LinkedHashMap<>();
    for (var artifact : artifacts.properties()) {
      Set<String> needs = new LinkedHashSet<>();
      artifact.getValue().path("dependencies").forEach(name -> needs.add(name.asString("")));
      dependencies.put(artifact.getKey(), needs);
    }
    DependencyOrder order = DependencyOrder.of(dependencies);
    if (!order.cycles().isEmpty()) {
      throw new TemplateException(
          "manifest.json",
          "artifacts depend on each other: " + String.join(" -> ", order.cycles().getFirst()));
    }
    List<StackTemplate> stacks = new ArrayList<>();
    for (String id : order.ordered()) {
      JsonNode artifact = artifacts.path(id);
      switch (artifact.path("type").asString("")) {
        case "aws:cloudformation:stack" -> stacks.add(stack(id, artifact));
        case "cdk:cloud-assembly" ->
            stacks.addAll(new CloudAssembly(file(artifact, "directoryName")).stacks(depth + 1));
        default -> {}
      }
    }
    return stacks;
  }

  private StackTemplate stack(String id, JsonNode artifact) {
    return new StackTemplate(
        artifact.path("properties").path("stackName").asString(id),
        Template.read(file(artifact, "templateFile")),
        AssetLocator.of(assets(artifact)),
        artifact.path("environment").asString(""));
  }

  /// The files of the asset manifests that a stack depends on, by the key in their bucket.
  private Map<String, Asset> assets(JsonNode stack) {
    Map<String, Asset> assets = new HashMap<>();
    for (JsonNode dependency : stack.path("dependencies")) {
      JsonNode artifact = artifacts.path(dependency.asString(""));
      if (artifact.path("type").asString("").equals("cdk:asset-manifest")) {
        Path manifest = file(artifact, "file");
        for (JsonNode file : json(manifest).path("files")) {
          add(file, manifest, assets);
        }
      }
    }
    return assets;
  }

  private static void add(JsonNode file, Path manifest, Map<String, Asset> assets) {
    JsonNode path = file.path("source").path("path");
    if (!path.isString()) {
      return;
    }
    // Resolved against the manifest, and free to leave it: a stage's assets lie in the folder
    // above.
    Asset asset =
        new Asset(
            manifest.resolveSibling(path.stringValue()).normalize(),
            file.path("source").path("packaging").asString("file").equals("zip")
                ? Packaging.ZIP
                : Packaging.FILE);
    for (JsonNode destination : file.path("destinations")) {
      assets.put(destination.path("objectKey").asString(""), asset);
    }
  }

  /// @throws TemplateException also if the artifact points outside its assembly
  private Path file(JsonNode artifact, String property) {
    String name = artifact.path("properties").path(property).asString("");
    try {
      Path file = folder.resolve(name).normalize();
      if (!name.isEmpty() && file.startsWith(folder.normalize())) {
        return file;
      }
    } catch (InvalidPathException _) {
      // Refused below, as a path that leads elsewhere.
    }
    throw new TemplateException(
        "manifest.json",
        "%s is no file of the assembly: %s".formatted(property, OneLine.quote(name)));
  }

  private static JsonNode json(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (!Files.isRegularFile(file)) {
        throw new TemplateException(name, "missing: the folder is no cloud assembly");
      }
      if (Files.size(file) > MAX_MANIFEST_BYTES) {
        throw new TemplateException(name, "the file is too large");
      }
      return Json.STRICT.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new TemplateException(name, "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new TemplateException(name, "not well-formed JSON: " + e.getOriginalMessage());
    }
  }
}
