#pragma once

#include "ui/pages/listpage.h"

class QComboBox;

namespace oriel::models {
class ImagesModel;
}

namespace oriel::ui {

class SetActionsController;

/// Compute → Images.
class ImagesPage final : public ListPage
{
    Q_OBJECT

public:
    explicit ImagesPage(const UiContext &ui, QWidget *parent = nullptr);

protected:
    void follow(const QString &columnKey, const QString &target) override;
    void open(const QString &id) override;
    void fillMenu(QMenu &menu) override;

private:
    void applyFacets();
    [[nodiscard]] std::optional<Route> instanceOf(const QString &imageId);

    models::ImagesModel &m_images;
    SetActionsController *m_actions;
    QComboBox *m_visibility;
    QComboBox *m_kind;
};

} // namespace oriel::ui
