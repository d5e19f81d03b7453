#pragma once

#include "openstack/blockstorage/volumesnapshot.h"
#include "operations/capture/steplog.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

#include <QtCore/QMap>

namespace oriel::operations {

/// Asks for one volume snapshot that carries Oriel's stamps: sent exactly once, found by its stamp
/// (oriel:operation) among the volume's snapshots where the answer is lost. Ends with exactly one
/// of asked(), refused(), lost().
/// https://docs.openstack.org/api-ref/block-storage/v3/#create-a-snapshot
class VolumeSnapshotAsk final : public QObject
{
    Q_OBJECT

public:
    struct Wish
    {
        QString volumeId;
        QString name;
        QString description;
        QMap<QString, QString> metadata; ///< with oriel:operation
    };

    VolumeSnapshotAsk(Context context, StepLog log, Wish wish, QObject *parent);

    /// What the step is called in the journal.
    [[nodiscard]] static QString stepName(const QString &volumeId);
    void start();
    /// An earlier Oriel was about to send it; what came of it is not known. Where nothing carries
    /// the stamp it is sent now: whoever could have sent it is dead.
    void resume();

Q_SIGNALS:
    /// It is being made.
    void asked(const oriel::openstack::VolumeSnapshot &snapshot);
    void refused(const oriel::Error &error);
    void lost(const oriel::Error &error);

private:
    void send();
    void search(const Error &error);

    Context m_context;
    StepLog m_log;
    Wish m_wish;
    Pace m_pace;
    int m_tries = 0;
    bool m_resumed = false;
};

} // namespace oriel::operations
