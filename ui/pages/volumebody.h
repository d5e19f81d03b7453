#pragma once

#include "forms/volumerecord.h"
#include "ui/navigation/resourcebody.h"
#include "ui/pages/listpagespec.h"

namespace oriel::ui {

class FactGrid;
class FactsBody;

/// The page of a volume: its facts, what Cinder says about requests that failed, the transfer that
/// it waits in, and what can be done about a state in which it is stuck. GUI thread.
class VolumeBody final : public ResourceBody
{
    Q_OBJECT

public:
    VolumeBody(const UiContext &ui, const ListPageSpec &spec, const QString &id, QWidget *parent);

    void update() override;
    void refresh() override;
    void show(const QString &detail) override;
    [[nodiscard]] QList<QAction *> commands() const override;

private:
    void showRecord();

    UiContext m_ui;
    QString m_id;
    FactsBody *m_facts;
    FactGrid *m_messages;
    FactGrid *m_transfer;
    forms::VolumeRecord m_record;
};

} // namespace oriel::ui
