#pragma once

#include "openstack/kind.h"

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <vector>

namespace oriel::operations {

enum class StageState { Waiting, Running, Done, Failed, Skipped };

/// One step that a person can follow, with times from facts.
struct Stage
{
    QString title; ///< "Capture /dev/vda (5 GiB)"
    StageState state = StageState::Waiting;
    QDateTime started{}; ///< UTC; null while waiting
    QDateTime ended{};
    int percent = -1; ///< -1: not known
    QString detail{}; ///< what the cloud says now, e.g. "image_uploading"
    /// What later runs on the same cloud compare themselves with, e.g. "capture-volume": how long
    /// it took is kept with the journal (Journal::durations). Empty: nothing is kept.
    QString measure{};
    double amount = 0; ///< of what grows the time, e.g. GiB; 0: it takes as long as it takes

    bool operator==(const Stage &) const = default;
};

enum class Outcome {
    Running,
    Succeeded,
    Failed,
    Unclear,  ///< it left, and nothing tells whether it happened
    Canceled, ///< by the user, and what it had begun is undone; no failure
};

/// One of the answers that a person can give to an operation.
struct Choice
{
    QString key;  ///< for decide(), e.g. "wait"
    QString text; ///< on the button: "Keep waiting"

    bool operator==(const Choice &) const = default;
};

/// What an operation cannot decide by itself. The first choice is what happens where nobody
/// answers.
struct Question
{
    QString text;
    std::vector<Choice> choices;

    bool operator==(const Question &) const = default;
};

/// What an operation is about.
struct Subject
{
    using Kind = oriel::Kind;
    Kind kind = Kind::Server;
    QString id;
    QString name;

    bool operator==(const Subject &) const = default;
};

} // namespace oriel::operations
