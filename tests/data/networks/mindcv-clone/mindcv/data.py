def create_transforms(dataset_name="", image_resize=24):
    return [dataset_name, image_resize]
