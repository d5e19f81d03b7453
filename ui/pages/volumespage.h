#pragma once

#include "ui/pages/listpage.h"

namespace oriel::ui {

class VolumeActionsController;

/// Storage → Volumes.
class VolumesPage final : public ListPage
{
    Q_OBJECT

public:
    explicit VolumesPage(const UiContext &ui, QWidget *parent = nullptr);

protected:
    void follow(const QString &columnKey, const QString &target) override;
    void open(const QString &id) override;
    void fillMenu(QMenu &menu) override;

private:
    [[nodiscard]] std::optional<Route> instanceOf(const QString &volumeId);

    VolumeActionsController *m_actions;
    QString m_noticeOperation; ///< whose beginning the notice tells
};

} // namespace oriel::ui
