#pragma once

#include "operations/journal/journalentry.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace oriel::operations {

// The texts for parts of an entry in the journal's columns. Any thread.

[[nodiscard]] QString outcomeName(Outcome outcome);
[[nodiscard]] Outcome outcomeNamed(const QString &name);
[[nodiscard]] QString subjectKindName(Kind kind);
[[nodiscard]] Kind subjectKindNamed(const QString &name);

[[nodiscard]] QJsonObject toJson(const Subject &subject);
[[nodiscard]] Subject subjectFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Error &error);
[[nodiscard]] Error errorFromJson(const QJsonObject &json);
[[nodiscard]] QJsonArray toJson(const std::vector<Stage> &stages);
[[nodiscard]] std::vector<Stage> stagesFromJson(const QJsonArray &json);
[[nodiscard]] QJsonArray toJson(const std::vector<Subject> &subjects);
[[nodiscard]] std::vector<Subject> subjectsFromJson(const QJsonArray &json);

/// Compact UTF-8.
[[nodiscard]] QString jsonText(const QJsonObject &object);
[[nodiscard]] QString jsonText(const QJsonArray &array);
[[nodiscard]] QJsonObject objectFrom(const QString &text);
[[nodiscard]] QJsonArray arrayFrom(const QString &text);

/// Without members whose names indicate secrets, at any depth (password, token, secret, user_data
/// and similar). Operations must not store secrets; this is a second line of defense. Of metadata,
/// whose keys are the user's, notKept() says what is left out.
[[nodiscard]] QJsonObject withoutSecrets(const QJsonObject &object);
/// The keys of metadata whose values are not in the journal.
[[nodiscard]] QStringList notKept(const QJsonObject &items);
/// The others.
[[nodiscard]] QJsonObject keptItems(QJsonObject items);
/// The command without the values of such items: "--property db_password=***".
[[nodiscard]] QString withoutSecrets(const QString &command);

} // namespace oriel::operations
