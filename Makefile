.PHONY: help build test format run demo
help:    ; @echo "make build | test | format | run | demo"
build:   ; ./mvnw -DskipTests package
test:    ; ./mvnw verify
format:  ; ./mvnw -q spotless:apply
run:     ; ./gatehouse up
demo:    ; ./gatehouse tour
