#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"
#include "operations/capture/steplog.h"
#include "operations/operation.h"
#include "operations/stamps.h"

#include "base/result.h"

namespace oriel::operations {

/// How an instance in this state is captured, as far as the state alone tells.
[[nodiscard]] store::Consistency consistencyBefore(const openstack::Server &server);

/// What may be claimed once the capture is complete. `actions` are the instance's, newest first;
/// `requestId` is createImage's (empty: the newest createImage).
[[nodiscard]] store::Consistency
consistencyAfter(const openstack::Server &before, const openstack::Server &after,
                 const openstack::Image &image,
                 const std::vector<openstack::InstanceAction> &actions, const QString &requestId);

/// Writes the stamps on the volume snapshots of a set, and puts the consistency right on all its
/// parts where the evidence after the capture says other than what was stamped before it. Takes a
/// description away that the image has inherited. A stamp that cannot be written fails nothing; it
/// is said.
class StampWriter final : public QObject
{
    Q_OBJECT

public:
    /// `stamps` are those that went with createImage; `before` is the instance just before it.
    StampWriter(Context context, StepLog log, Stamps stamps, openstack::Server before,
                QString requestId, QObject *parent);

    void stampVolumeSnapshots(const QString &imageId, const QStringList &snapshotIds);
    /// These belong to the set as well, and carry their stamps already.
    void alsoCorrect(const QStringList &snapshotIds);
    /// After the capture: weighs the evidence, corrects, then finished().
    void conclude(const openstack::Image &image);

Q_SIGNALS:
    /// Every stamp of stampVolumeSnapshots() is written, or was refused.
    void stamped();
    /// `notes`: what could not be written, in words.
    void finished(const QStringList &notes);

private:
    void stampAll();
    void notStamped(const Error &error);
    void weigh();
    void correct(store::Consistency consistency);
    void correctImage();
    void dropInherited();
    void open();
    void close(const QString &note = {});

    Context m_context;
    StepLog m_log;
    Stamps m_stamps;
    openstack::Server m_before;
    QString m_requestId;
    QString m_imageId;
    openstack::Image m_image;
    QStringList m_snapshotIds;
    QStringList m_notes;
    int m_open = 0;
    int m_stamping = 0;
    bool m_concluding = false;
};

} // namespace oriel::operations
