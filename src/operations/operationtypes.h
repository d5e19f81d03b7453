#pragma once

#include "openstack/kind.h"

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <vector>

namespace oriel::operations {

enum class StageState { Waiting, Running, Done, Failed, Skipped };

/// One step of an operation that is shown to the user, with actual times.
struct Stage
{
    QString title; ///< "Capture /dev/vda (5 GiB)"
    StageState state = StageState::Waiting;
    QDateTime started{}; ///< UTC; null while waiting
    QDateTime ended{};
    int percent = -1; ///< -1: unknown
    QString detail{}; ///< the cloud's current state, e.g. "image_uploading"
    /// The key under which the journal keeps the duration (Journal::durations) for estimates of
    /// later runs in the same cloud, e.g. "capture-volume". Empty: not kept.
    QString measure{};
    double amount = 0; ///< what the duration depends on, e.g. GiB; 0: nothing

    bool operator==(const Stage &) const = default;
};

enum class Outcome {
    Running,
    Succeeded,
    Failed,
    Unclear,  ///< it was sent, and it is unknown whether it was carried out
    Canceled, ///< by the user, and what it had started was undone; not a failure
    /// Everything was requested, and the program did not wait for the cloud to carry it out. Only
    /// in the journal: a running operation never ends like this.
    Requested,
};

/// One answer that the user can give to an operation.
struct Choice
{
    QString key;  ///< for decide(), e.g. "wait"
    QString text; ///< on the button: "Keep waiting"

    bool operator==(const Choice &) const = default;
};

/// A decision that an operation leaves to the user. The first choice applies until the user
/// answers.
struct Question
{
    QString text;
    std::vector<Choice> choices;

    bool operator==(const Question &) const = default;
};

/// The resource of an operation.
struct Subject
{
    using Kind = oriel::Kind;
    Kind kind = Kind::Server;
    QString id;
    QString name;

    bool operator==(const Subject &) const = default;
};

} // namespace oriel::operations
