# The application alone: it needs a PostgreSQL server (see docker-compose.yml). Nothing of the embedded one is used here.
FROM maven:3.9-eclipse-temurin-17 AS build
# the build takes what the process studio draws with
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY processes processes
COPY forms forms
COPY src src
RUN mvn -B -q package -DskipTests -Dspotless.check.skip

FROM eclipse-temurin:17-jre
# Keys of the installation are kept in /var/lib/countersign, what the audit log is compared with in /var/lib/countersign-witness:
# two volumes, so that a backup of one does not roll back the other.
RUN useradd --system --uid 10001 --home-dir /var/lib/countersign --shell /usr/sbin/nologin countersign \
    && install -d -o countersign -g countersign -m 0700 /var/lib/countersign /var/lib/countersign-witness
COPY --from=build /build/target/countersign.jar /opt/countersign/countersign.jar
USER countersign
WORKDIR /var/lib/countersign
ENV COUNTERSIGN_DATA_DIR=/var/lib/countersign \
    COUNTERSIGN_WITNESS_DIR=/var/lib/countersign-witness
VOLUME ["/var/lib/countersign", "/var/lib/countersign-witness"]
EXPOSE 8080 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/countersign/countersign.jar"]
