#pragma once

#include "openstack/api.h"

/// Changes to what a server is described by, one value at a time, so that the changes of several
/// users do not overwrite each other.
namespace oriel::openstack {

/// PUT /servers/{id}: changes the description only. Since 2.19.
struct DescribeServer
{
    using Value = ActionAccepted;

    QString id = {};
    QString description = {}; ///< up to 255 characters; may be empty

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/metadata: adds or replaces these items and keeps the others. Conflict if the
/// server is locked, or neither active, paused, suspended nor stopped.
struct SetServerMetadata
{
    using Value = ActionAccepted;

    QString id = {};
    QMap<QString, QString> items = {}; ///< keys of 1 to 255 of the characters a-zA-Z0-9-_:. and
                                       ///< space, values of up to 255 characters

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /servers/{id}/metadata/{key}. Conflict as above; NotFound if there is no such item.
struct RemoveServerMetadata
{
    using Value = ActionAccepted;

    QString id = {};
    QString key = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /servers/{id}/tags/{tag}, since 2.26: no effect if it has the tag. Conflict if the server is
/// neither active, paused, suspended nor stopped; a lock does not matter.
struct AddServerTag
{
    using Value = ActionAccepted;

    QString id = {};
    QString tag = {}; ///< 1 to 60 characters, without "," and "/"

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /servers/{id}/tags/{tag}, since 2.26. Conflict as above; NotFound if it lacks the tag.
struct RemoveServerTag
{
    using Value = ActionAccepted;

    QString id = {};
    QString tag = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
