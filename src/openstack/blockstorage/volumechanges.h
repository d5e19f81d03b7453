#pragma once

#include "openstack/api.h"

/// Changes to volumes, apart from those that are Act<Volume> and Update<Volume>.
namespace oriel::openstack {

/// POST /volumes/{id}/metadata: adds or replaces these items and keeps the others.
struct SetVolumeMetadata
{
    using Value = ActionAccepted;

    QString id = {};
    QMap<QString, QString> items = {}; ///< keys of 1 to 255, values of up to 255 characters

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /volumes/{id}/metadata/{key}. NotFound if there is no such item.
struct RemoveVolumeMetadata
{
    using Value = ActionAccepted;

    QString id = {};
    QString key = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /snapshots/{id}/metadata/{key}. NotFound if there is no such item.
struct RemoveVolumeSnapshotMetadata
{
    using Value = ActionAccepted;

    QString id = {};
    QString key = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// The image that a volume is copied to.
struct UploadedImage
{
    QString id; ///< the image's
    QString requestId;

    bool operator==(const UploadedImage &) const = default;
};

/// POST /volumes/{id}/action os-volume_upload_image: copies a volume to a new image in a while.
/// BadRequest if the volume's state does not allow it.
struct UploadVolume
{
    using Value = UploadedImage;

    QString id = {};
    QString imageName = {};
    QString diskFormat = {};  ///< "raw", "qcow2", "vmdk", "vdi", "vhd", "vhdx", "ploop"
    QString visibility = {};  ///< "private", "shared", "community", "public"; from 3.1
    bool isProtected = false; ///< from 3.1
    bool force = false;       ///< also while it is in use, if the cloud allows that

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
