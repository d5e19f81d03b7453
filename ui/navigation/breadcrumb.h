#pragma once

#include "ui/navigation/crumb.h"

#include <QtWidgets/QWidget>

#include <vector>

class QHBoxLayout;

namespace oriel::ui {

/// The current place: `Compute / Instances / web-01`. Steps with a route are buttons. If space is
/// short, steps without a route are hidden; the last step is elided only after that.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumb(QWidget *parent = nullptr);
    void setCrumbs(const std::vector<Crumb> &crumbs);
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_layout;
    std::vector<Crumb> m_crumbs;
    std::vector<QWidget *> m_parts;      ///< in order, including the slashes between them
    std::vector<QWidget *> m_expendable; ///< those that may be hidden
};

} // namespace oriel::ui
