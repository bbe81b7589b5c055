# A container with nothing in it but cable-lint: docker run --rm --network none -v "$PWD:/papers:ro" cable-lint check
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY rules rules
COPY benches benches
COPY README.md ./
RUN cargo build --release --locked --bin cable-lint

FROM scratch
COPY --from=build /src/target/release/cable-lint /cable-lint
# Nobody in particular: documents need only be readable, and what is written lies in the folder that was mounted.
USER 65532:65532
WORKDIR /papers
ENTRYPOINT ["/cable-lint"]
CMD ["check"]
